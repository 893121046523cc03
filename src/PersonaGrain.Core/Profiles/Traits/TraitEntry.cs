using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Traits;

/// <summary>A change whose effect depends on what stood before it: an increment or a set-if-missing.</summary>
internal readonly record struct RelativeChange(long Time, TraitOperation Operation, AttributeValue Operand);

/// <summary>One trait: the newest absolute change and the relative changes after it, so that late signals fold as if in order. Of one time, the change that was applied later is the later one.</summary>
/// <remarks>The newest 64 relative changes are kept; an absolute change that is older than those no longer counts.</remarks>
internal sealed class TraitEntry(string name)
{
    private const int MaximumRelative = 64;
    private AttributeValue _base;
    private long _time = long.MinValue;
    private List<RelativeChange>? _relative;

    /// <summary>The trait's name.</summary>
    internal string Name { get; } = name;

    /// <summary>Its value now; <see cref="AttributeKind.None"/> where it was removed.</summary>
    internal AttributeValue Value { get; private set; }

    /// <summary>When the newest absolute change happened, in ticks.</summary>
    internal long Time => _time;

    /// <summary>When everything under it was last removed, with the trait or by a value in its place, in ticks; 0 for never.</summary>
    internal long TreeRemoved { get; set; }

    /// <summary>Whether there is nothing to tell of it but that it is not there.</summary>
    internal bool IsBlank => _base.Kind == AttributeKind.None && _relative is not { Count: > 0 };

    /// <summary>What the newest absolute change set.</summary>
    internal AttributeValue Base => _base;

    /// <summary>The relative changes after the newest absolute one, in order.</summary>
    internal IReadOnlyList<RelativeChange> Relative => _relative ?? (IReadOnlyList<RelativeChange>)[];

    /// <summary>Applies a change.</summary>
    internal void Apply(in TraitChange change, long time)
    {
        if (time < _time)
        {
            return;
        }

        switch (change.Operation)
        {
            case TraitOperation.Set:
                Restore(change.Value, time);
                break;
            case TraitOperation.Remove or TraitOperation.RemoveTree:
                Restore(default, time);
                break;
            default:
                AddRelative(new RelativeChange(time, change.Operation, change.Value));
                break;
        }
    }

    /// <summary>Takes away what was set up to an instant.</summary>
    internal void Clear(long time)
    {
        if (time >= _time)
        {
            Restore(default, time);
        }
    }

    /// <summary>Puts an absolute value in; relative changes before it are forgotten.</summary>
    internal void Restore(AttributeValue value, long time)
    {
        _base = value;
        _time = time;
        _relative?.RemoveAll(change => change.Time <= time);
        Refresh();
    }

    /// <summary>Puts a relative change in at its place in time.</summary>
    internal void AddRelative(RelativeChange change)
    {
        _relative ??= [];
        var index = _relative.Count;
        while (index > 0 && _relative[index - 1].Time > change.Time)
        {
            index--;
        }

        _relative.Insert(index, change);
        if (_relative.Count > MaximumRelative)
        {
            var oldest = _relative[0];
            _relative.RemoveAt(0);
            _base = Step(_base, oldest);
            _time = oldest.Time;
        }

        Refresh();
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal TraitEntry Clone()
    {
        var clone = (TraitEntry)MemberwiseClone();
        clone._relative = _relative is null ? null : [.. _relative];
        return clone;
    }

    private void Refresh()
    {
        var value = _base;
        if (_relative is not null)
        {
            foreach (var change in _relative)
            {
                value = Step(value, change);
            }
        }

        Value = value;
    }

    private static AttributeValue Step(AttributeValue value, in RelativeChange change) => (change.Operation, value.Kind) switch
    {
        (TraitOperation.SetIfMissing, AttributeKind.None) => change.Operand,
        (TraitOperation.Increment, AttributeKind.None) => change.Operand,
        (TraitOperation.Increment, AttributeKind.Number or AttributeKind.Integer) => AttributeValue.Sum(value, change.Operand),
        _ => value,
    };
}
