using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Turns flattened objects into what signals carry.</summary>
internal static class FlatEntries
{
    /// <summary>The values as attributes; nulls are left out.</summary>
    internal static AttributeSet ToAttributes(JsonFlattener flattener)
    {
        if (flattener.Count == 0)
        {
            return AttributeSet.Empty;
        }

        var entries = new List<KeyValuePair<string, AttributeValue>>(flattener.Count);
        foreach (var entry in flattener.Entries())
        {
            if (entry.Value.Kind != AttributeKind.None)
            {
                entries.Add(new(entry.Name, entry.Value));
            }
        }

        return new AttributeSet(entries.ToArray());
    }

    /// <summary>The values as trait changes; null removes.</summary>
    internal static IReadOnlyList<TraitChange> ToTraits(JsonFlattener flattener)
    {
        if (flattener.Count == 0)
        {
            return [];
        }

        var changes = new TraitChange[flattener.Count];
        var index = 0;
        foreach (var entry in flattener.Entries())
        {
            changes[index++] = new TraitChange(entry.Name, entry.Operation, entry.Value);
        }

        return changes;
    }
}
