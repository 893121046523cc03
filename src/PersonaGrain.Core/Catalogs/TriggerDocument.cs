namespace PersonaGrain.Catalogs;

/// <summary>A timed pattern: <paramref name="After"/> happened, and none of <paramref name="Unless"/> did within the time.</summary>
/// <param name="After">The measure or signal type that arms it; a later one moves the deadline.</param>
/// <param name="Unless">The measures or signal types that disarm it.</param>
/// <param name="Within">The time from the newest <paramref name="After"/> to the deadline.</param>
public sealed record TriggerDocument(string After, IReadOnlyList<string> Unless, TimeSpan Within);
