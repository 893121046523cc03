using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Plans;

/// <summary>What signals of a file were, in bounded memory: types and fields beyond what a catalog may have are counted only.</summary>
internal sealed class LearnedPlan
{
    private readonly Dictionary<string, TypeShape> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldShape> _traits = new(StringComparer.Ordinal);

    /// <summary>Signals that were learned from.</summary>
    public long Signals { get; private set; }

    /// <summary>Signals that set or change traits.</summary>
    public long WithTraits { get; private set; }

    /// <summary>Signals of types, and values of traits, for which there was no room.</summary>
    public long Omitted { get; private set; }

    /// <summary>The earliest and the latest signal.</summary>
    public (Instant From, Instant To) Span { get; private set; } = (Instant.Never, default);

    /// <summary>The types, most frequent first.</summary>
    public IReadOnlyList<TypeShape> Types => [.. _types.Values.OrderByDescending(static type => type.Count).ThenBy(static type => type.Name, StringComparer.Ordinal)];

    /// <summary>The traits by name.</summary>
    public IReadOnlyList<KeyValuePair<string, FieldShape>> Traits => [.. _traits.OrderBy(static trait => trait.Key, StringComparer.Ordinal)];

    /// <summary>Takes a signal in.</summary>
    public void Add(Signal signal)
    {
        Signals++;
        Span = (Instant.Min(Span.From, signal.Time), Instant.Max(Span.To, signal.Time));
        WithTraits += signal.Traits.Count > 0 ? 1 : 0;
        if (Room(_types, signal.Type, CatalogLimits.Signals, static name => new TypeShape(name)) is { } type)
        {
            type.Add(signal);
        }

        foreach (var trait in signal.Traits.Where(static trait => !trait.Removes))
        {
            Room(_traits, trait.Name, CatalogLimits.Traits, static _ => new FieldShape())?.Add(trait.Name, trait.Value);
        }
    }

    private T? Room<T>(Dictionary<string, T> all, string name, int most, Func<string, T> create)
        where T : class
    {
        if (!all.TryGetValue(name, out var found) && all.Count < most)
        {
            all.Add(name, found = create(name));
        }

        Omitted += found is null ? 1 : 0;
        return found;
    }
}
