namespace PersonaGrain.Profiles.Times;

/// <summary>What was at an instant that is past can not be told truthfully; the message says why, and what to do. Asking again gives the same.</summary>
public sealed class PastUnavailableException(string message) : Exception(message);
