"""The examiner: vocabulary, knowledge, retrieval, assessment and the use cases that join them."""
