using System.Globalization;
using PersonaGrain.Signals;

namespace PersonaGrain.Triggers;

/// <summary>The signals of firings that were taken back: what a journal still holds, and what counts no more.</summary>
public sealed class RetractedSignals
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<(string Trigger, long Deadline)> _firings = [];

    /// <summary>Notes a retraction.</summary>
    public void Add(in TriggerRetraction retraction)
    {
        _ids.Add(retraction.SignalId);
        _firings.Add((retraction.Trigger, retraction.Deadline.Ticks));
    }

    /// <summary>Whether a signal is one of them.</summary>
    public bool Contains(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return _ids.Contains(signal.Id) || (_firings.Contains((signal.Type, signal.Time.Ticks)) && IsOfOlderVersion(signal));
    }

    /// <summary>Ids of signals that older versions emitted end with the ticks of what armed the trigger, not with the version of the firing; such a firing was the only one of its deadline.</summary>
    private static bool IsOfOlderVersion(Signal signal) =>
        signal.Id.StartsWith(TriggerFiring.DerivedId, StringComparison.Ordinal)
        && long.TryParse(signal.Id.AsSpan(signal.Id.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > int.MaxValue;
}
