namespace PersonaGrain.Profiles;

/// <summary>A profile's membership in one segment.</summary>
internal struct SegmentEntry
{
    /// <summary>The membership is certain to stay before this, in ticks.</summary>
    internal long ValidUntil;

    /// <summary>When it was last entered or left.</summary>
    internal long Since;

    /// <summary>The score when it was entered; NaN for none.</summary>
    internal double Score;

    /// <summary>How often it changed.</summary>
    internal int Version;

    /// <summary>Whether the profile is in.</summary>
    internal bool Member;
}
