// Sends the session's token with every change that sqladmin's own script makes.
"use strict";

const token = document.querySelector('meta[name="csrf-token"]').content;
jQuery.ajaxSetup({ headers: { "X-CSRF-Token": token } });

// The bundled Bootstrap takes the row of Save buttons for a group of switches and stumbles over it.
for (const group of document.querySelectorAll('[data-toggle="buttons"]')) group.removeAttribute("data-toggle");

// Boxes for texts are as high as what they hold.
for (const box of document.querySelectorAll("textarea")) {
  box.rows = Math.min(30, Math.max(box.rows, box.value.split("\n").length + 1));
}
