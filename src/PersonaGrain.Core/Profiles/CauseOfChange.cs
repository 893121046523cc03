using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>Finds out why a segment changed: of several signals that were folded at once, the last one that the segment depends on. Costs nothing where nothing changes.</summary>
internal readonly ref struct CauseOfChange
{
    private readonly ReadOnlySpan<Signal> _signals;
    private readonly SignalFolder? _folder;

    /// <summary>One cause for all.</summary>
    internal CauseOfChange(Cause cause) => Default = cause;

    /// <summary>Signals, in the order in which they were folded; at least one.</summary>
    internal CauseOfChange(ReadOnlySpan<Signal> signals, SignalFolder folder)
    {
        _signals = signals;
        _folder = folder;
        Default = Cause.OfSignal(signals[^1].Id);
    }

    /// <summary>The cause where no segment is asked about.</summary>
    internal Cause Default { get; }

    /// <summary>The cause of a change of a segment.</summary>
    internal Cause Of(int segment)
    {
        for (var index = _signals.Length - 1; index > 0; index--)
        {
            if (_folder!.Touches(_signals[index], segment))
            {
                return Cause.OfSignal(_signals[index].Id);
            }
        }

        return _signals.Length == 0 ? Default : Cause.OfSignal(_signals[0].Id);
    }
}
