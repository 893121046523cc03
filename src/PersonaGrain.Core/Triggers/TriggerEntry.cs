namespace PersonaGrain.Triggers;

/// <summary>One trigger of a profile.</summary>
internal struct TriggerEntry
{
    /// <summary>What is remembered of it; null for nothing.</summary>
    internal TriggerTimeline? Timeline;

    /// <summary>When it fires unless something comes before; <see cref="long.MaxValue"/> where it is not armed.</summary>
    internal long Deadline;

    /// <summary>How often it fired, retracted firings included.</summary>
    internal int Version;

    /// <summary>Something changed since <see cref="Deadline"/> was noted.</summary>
    internal bool NeedsLook;

    /// <summary>What arms and disarms it is to be learned from history: another catalog said it otherwise.</summary>
    internal bool IsIncomplete;
}
