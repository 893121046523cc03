namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Finds the tally slot that a reference means; while a catalog is compiled, makes it.</summary>
internal sealed class MeasureTable
{
    private readonly Dictionary<string, MeasureIdentity> _named = [];
    private readonly Dictionary<ulong, MeasureSlot> _byKey = [];
    private readonly List<MeasureSlot> _slots = [];

    /// <summary>The slots made so far.</summary>
    internal IReadOnlyList<MeasureSlot> Slots => _slots;

    /// <summary>The sequences of them.</summary>
    internal SequenceTable Sequences { get; } = new();

    /// <summary>Gives a measure a name.</summary>
    internal MeasureSlot Declare(string name, MeasureIdentity identity)
    {
        _named[name] = identity;
        return Obtain(identity);
    }

    /// <summary>The slot of a name; null where there is none.</summary>
    internal MeasureSlot? Find(string name) => _named.TryGetValue(name, out var identity) ? _byKey[identity.Key] : null;

    /// <summary>
    /// The slot of a reference, made where it is missing and <paramref name="make"/>; null where the name is unknown or it may not be made.
    /// </summary>
    internal MeasureSlot? Find(MeasureReference reference, bool make) => Identify(reference) is not { } identity ? null
        : make ? Obtain(identity)
        : _byKey.GetValueOrDefault(identity.Key);

    /// <summary>What a reference means; null where the name is unknown.</summary>
    internal MeasureIdentity? Identify(MeasureReference reference)
    {
        if (!_named.TryGetValue(reference.Name, out var identity))
        {
            return null;
        }

        return reference.Where.Count > 0 || reference.From is not null || reference.To is not null || reference.Distinct is not null
            ? identity.Narrow(reference)
            : identity;
    }

    private MeasureSlot Obtain(MeasureIdentity identity)
    {
        if (!_byKey.TryGetValue(identity.Key, out var slot))
        {
            slot = new MeasureSlot(_slots.Count, identity);
            _slots.Add(slot);
            _byKey.Add(identity.Key, slot);
        }

        return slot;
    }
}
