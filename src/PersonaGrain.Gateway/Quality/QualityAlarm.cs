using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Something that was not as expected for a time.</summary>
/// <param name="Source">The operation that the signals came by.</param>
/// <param name="Type">Their type; empty for all that the catalog lacks.</param>
/// <param name="Finding">What was found when it was last looked at.</param>
/// <param name="Since">When it was first found.</param>
/// <param name="Until">When it was found to be over; null while it is not.</param>
internal sealed record QualityAlarm(string Source, string Type, QualityFinding Finding, Instant Since, Instant? Until)
{
    /// <summary>When it was last found to be so.</summary>
    internal Instant LastFound { get; init; }
}

/// <summary>What a rule says of recent signals.</summary>
/// <param name="What">The rule: accuracy, clock, completeness, timeliness, volume.</param>
/// <param name="Field">The attribute that it is about; null for none.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">What it should have kept.</param>
/// <param name="IsBad">Whether it did not; null where too little came to say.</param>
/// <param name="Detail">By how much, in words.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record QualityFinding(string What, string? Field, double Value, double Bound, bool? IsBad, string Detail, string Remedy);

/// <summary>A change of an alarm.</summary>
/// <param name="Position">Its place among those of the process, from 1.</param>
/// <param name="IsRaised">It began; else it is over.</param>
/// <param name="Alarm">The alarm.</param>
internal sealed record AlarmChange(long Position, bool IsRaised, QualityAlarm Alarm);
