using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>An answer about the quality of signals.</summary>
/// <param name="Since">When the process began to measure.</param>
/// <param name="Process">Which process.</param>
/// <param name="Now">As of when.</param>
/// <param name="All">Every source and type that was asked for.</param>
/// <param name="Shown">Those of this page.</param>
/// <param name="Limit">How many a page has at most.</param>
/// <param name="Alarms">How many alarms there are.</param>
internal sealed record QualityPage(Instant Since, string Process, Instant Now, IReadOnlyList<QualityView> All, IReadOnlyList<QualityView> Shown, int Limit, int Alarms);
