"""Pages of running SOPs: fetch, bind a form, one action, redirect."""
