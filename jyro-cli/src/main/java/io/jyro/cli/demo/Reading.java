package io.jyro.cli.demo;

/** What a sensor measured. A record travels as a plain dict, and a dict is read into a record. */
record Reading(String room, double celsius) {}
