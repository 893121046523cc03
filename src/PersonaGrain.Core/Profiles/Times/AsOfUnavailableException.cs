namespace PersonaGrain.Profiles.Times;

/// <summary>What was, or will be, at an instant can not be told truthfully; the message says why, and what to do. Asking again gives the same.</summary>
public sealed class AsOfUnavailableException(string message) : Exception(message);
