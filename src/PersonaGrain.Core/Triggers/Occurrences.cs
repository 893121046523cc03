namespace PersonaGrain.Triggers;

/// <summary>An instant at which something occurred that arms a trigger, and what became of it.</summary>
internal struct Arming
{
    /// <summary>When it occurred.</summary>
    internal long Time;

    /// <summary>When the trigger fires for it.</summary>
    internal long Deadline;

    /// <summary>The version of the firing, where it fired.</summary>
    internal int Version;

    /// <summary>What became of it.</summary>
    internal ArmingState State;

    /// <summary>A sent signal occurred then.</summary>
    internal bool IsSent;

    /// <summary>Something occurred then that may be taken back: the signal of another trigger, which goes when that firing is retracted, or one of a value that counts once, which gives way to an earlier one.</summary>
    internal bool IsRevocable;

    /// <summary>It fired, and nobody was told: a person who was put together anew was given it.</summary>
    internal bool IsQuiet;

    /// <summary>Whether anything occurred then, by all that is known now.</summary>
    internal readonly bool Occurred => IsSent || IsRevocable;
}

/// <summary>What became of an arming. Values are stored: explicit and append-only.</summary>
internal enum ArmingState : byte
{
    /// <summary>The trigger fires at the deadline unless something comes before.</summary>
    Open = 1,

    /// <summary>It fired.</summary>
    Fired = 2,

    /// <summary>It never fires, or never again: its deadline was past when the signal arrived, and too long ago or before an import began; or it fired, and that is final.</summary>
    Final = 3,
}

/// <summary>An instant at which something occurred that disarms a trigger.</summary>
/// <param name="Time">When.</param>
/// <param name="IsRevocable">It may be taken back: with the firing of another trigger that emitted it, or for an earlier one of its value.</param>
internal readonly record struct Disarming(long Time, bool IsRevocable);
