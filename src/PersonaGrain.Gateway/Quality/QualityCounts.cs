namespace PersonaGrain.Gateway.Quality;

/// <summary>What was counted of the signals of one type from one source, up to an instant.</summary>
/// <param name="Timed">Signals that were taken when they were news.</param>
/// <param name="History">Signals that an import brought: how old they are says nothing.</param>
/// <param name="Duplicates">Signals that had been taken before.</param>
/// <param name="Refused">Signals that were not taken.</param>
/// <param name="Quarantined">Signals that were set aside.</param>
/// <param name="Noted">Signals that were taken with a note.</param>
/// <param name="Late">Signals that were older at their arrival than the catalog expects.</param>
/// <param name="ClockFaults">Faults of senders' clocks.</param>
internal readonly record struct QualityCounts(long Timed, long History, long Duplicates, long Refused, long Quarantined, long Noted, long Late, long ClockFaults)
{
    private static readonly HashSet<string> ClockRules = new(StringComparer.Ordinal) { "clock_ahead", "clock_behind", "time_out_of_range", "before_earliest", "sent_at_ignored" };

    /// <summary>Signals that were taken.</summary>
    internal long Accepted => Timed + History;

    /// <summary>Signals that came, duplicates left out.</summary>
    internal long Different => Accepted + Refused + Quarantined;

    /// <summary>All that came.</summary>
    internal long All => Different + Duplicates;

    /// <summary>The share of different signals that were taken as they were sent; null where none came.</summary>
    internal double? Accuracy => Share(Different, Refused + Quarantined + Noted);

    /// <summary>The share that had not been taken before; null where none came.</summary>
    internal double? Uniqueness => Share(All, Duplicates);

    /// <summary>The share without a fault of the sender's clock; null where none came.</summary>
    internal double? Clock => Share(Different, ClockFaults);

    /// <summary>The share that came in time; null where none came.</summary>
    internal double? Timeliness => Share(Timed, Late);

    /// <summary>Whether a rule is about the sender's clock.</summary>
    internal static bool IsClockRule(string reason) => ClockRules.Contains(reason);

    /// <summary>What came since other counts.</summary>
    internal QualityCounts Since(in QualityCounts before) => new(
        Timed - before.Timed, History - before.History, Duplicates - before.Duplicates, Refused - before.Refused,
        Quarantined - before.Quarantined, Noted - before.Noted, Late - before.Late, ClockFaults - before.ClockFaults);

    // Counters are read one after the other while signals go on coming.
    private static double? Share(long all, long bad) => all <= 0 ? null : Math.Clamp(1 - ((double)bad / all), 0, 1);
}
