"""Signatures on papers."""
