using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>Finds out why a segment changed: of several signals that were folded at once, the last one that the segment depends on. Costs nothing where nothing changes.</summary>
internal readonly ref struct CauseOfChange
{
    private readonly ReadOnlySpan<Signal> _signals;
    private readonly SignalFolder? _folder;
    private readonly ProfileState? _state;

    /// <summary>One cause for all.</summary>
    internal CauseOfChange(Cause cause) => Default = cause;

    /// <summary>Signals, in the order in which they were folded; at least one.</summary>
    internal CauseOfChange(ProfileState state, ReadOnlySpan<Signal> signals, SignalFolder folder)
    {
        _state = state;
        _signals = signals;
        _folder = folder;
        Default = Cause.OfSignal(signals[^1].Id);
    }

    /// <summary>The cause of what depends on no signal of the call, but on what they brought about.</summary>
    internal Cause Default { get; init; }

    /// <summary>The cause of a change of a segment.</summary>
    internal Cause Of(int segment)
    {
        for (var index = _signals.Length - 1; index >= 0; index--)
        {
            if (_folder!.Touches(_state!, _signals[index], segment))
            {
                return Cause.OfSignal(_signals[index].Id);
            }
        }

        return Default;
    }

    /// <summary>The signal that what a trigger does depends on; null where it depends on none of them.</summary>
    internal Cause? OfTrigger(int trigger)
    {
        for (var index = _signals.Length - 1; index >= 0; index--)
        {
            if (_folder!.ArmsOrDisarms(_state!, _signals[index], trigger))
            {
                return Cause.OfSignal(_signals[index].Id);
            }
        }

        return null;
    }
}
