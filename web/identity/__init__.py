"""Signing in through a provider of identities (OpenID Connect): what is asked of it, and what of its answers is believed."""
