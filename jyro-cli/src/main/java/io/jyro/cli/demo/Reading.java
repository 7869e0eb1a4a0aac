package io.jyro.cli.demo;

/**
 * A measurement of a sensor. A record is sent as a plain dict, and a received dict is converted to
 * a record.
 */
record Reading(String room, double celsius) {}
