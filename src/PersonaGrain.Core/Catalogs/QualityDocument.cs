namespace PersonaGrain.Catalogs;

/// <summary>What is expected of the signals of a type as they come in. It changes no answer about a profile: where it is not met, an alarm is raised.</summary>
/// <param name="Completeness">
/// Attributes, or <see cref="MeasureDocument.ByValue"/> for the signal's value, to the least share of signals that have them: above 0, at most 1.
/// </param>
/// <param name="Late">The greatest age at arrival that 99 of 100 signals keep; null where any is good.</param>
/// <param name="WatchesVolume">Whether the number of signals of an hour is to stay within its usual band.</param>
public sealed record QualityDocument(IReadOnlyDictionary<string, double> Completeness, TimeSpan? Late = null, bool WatchesVolume = false);
