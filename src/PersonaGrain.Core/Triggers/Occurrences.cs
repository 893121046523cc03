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

    /// <summary>The signal of another trigger occurred then; it goes when that firing is retracted.</summary>
    internal bool IsDerived;

    /// <summary>Whether anything occurred then, by all that is known now.</summary>
    internal readonly bool Occurred => IsSent || IsDerived;
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
/// <param name="IsDerived">It is the signal of another trigger; it goes when that firing is retracted.</param>
internal readonly record struct Disarming(long Time, bool IsDerived);
