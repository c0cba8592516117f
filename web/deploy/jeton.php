<?php
// Signe le jeton d'une personne pour le widget de Jury Blanc ; rien à installer.
//   JURY_SITE=site-… JURY_SECRET=… php jeton.php SUB ROLE

function part(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

// Rend un jeton de quatre minutes ; $sub est un identifiant stable, $role est « candidate » ou « tutor ».
function jeton(string $site, string $secret, string $sub, string $role): string
{
    $said = ['aud' => $site, 'sub' => $sub, 'role' => $role, 'exp' => time() + 240];
    $signed = part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . part(json_encode($said));
    return $signed . '.' . part(hash_hmac('sha256', $signed, $secret, true));
}

if (PHP_SAPI === 'cli') {
    echo json_encode(['token' => jeton(getenv('JURY_SITE'), getenv('JURY_SECRET'), $argv[1], $argv[2])]);
}
