/** A sum beyond ±2^53, where a number has holes: it is refused (`sum-too-large`) and never told roughly. */
export class BeyondExact extends RangeError {}
