using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Cli.Plans;

/// <summary>What the signals of one type were.</summary>
internal sealed class TypeShape(string name)
{
    // In the order in which they are taken: a total says more than a price.
    private static readonly string[] Worth = ["revenue", "total", "amount", "order_total", "value", "price"];

    private static readonly (SignalCategory Category, string[] Stems)[] Categories =
    [
        (SignalCategory.Transactional, ["order", "purchas", "bought", "payment", "invoice", "refund", "subscri", "checkout", "renew", "donat", "booking"]),
        (SignalCategory.Preference, ["rated", "rating", "review", "wishlist", "favorit", "favourit", "liked", "preference", "followed"]),
        (SignalCategory.Demographic, ["identified", "profile", "grouped", "signed_up", "registered"]),
        (SignalCategory.Contextual, ["installed", "device", "location", "campaign", "session"]),
    ];

    private static readonly string[] Outcomes = ["order_completed", "purchas", "orders", "bought", "subscribed", "subscription_started", "signed_up", "registered", "trial_started", "donat", "booking_completed"];
    private readonly Dictionary<string, FieldShape> _attributes = new(StringComparer.Ordinal);

    /// <summary>The type.</summary>
    public string Name => name;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many had a value of their own.</summary>
    public long Values { get; private set; }

    /// <summary>Attributes for which there was no room.</summary>
    public long Omitted { get; private set; }

    /// <summary>The attributes by name.</summary>
    public IEnumerable<KeyValuePair<string, FieldShape>> Attributes => _attributes.OrderBy(static entry => entry.Key, StringComparer.Ordinal);

    /// <summary>What it says of a person, most likely.</summary>
    public SignalCategory Category => Array.Find(Categories, each => Has(each.Stems)) is { Stems: not null } found ? found.Category : SignalCategory.Behavioral;

    /// <summary>Whether a business may want it.</summary>
    public bool IsOutcome => Has(Outcomes);

    /// <summary>The attribute that holds its value, most likely; null for none.</summary>
    public string? ValueAttribute => Values > 0 ? null : Array.Find(Worth, each => _attributes.TryGetValue(each, out var shape) && shape.Type == ValueType.Number && 2 * shape.Present >= Count);

    /// <summary>Takes a signal in.</summary>
    public void Add(Signal signal)
    {
        Count++;
        Values += signal.Value is null ? 0 : 1;
        foreach (ref readonly var entry in signal.Attributes.Entries)
        {
            if (_attributes.TryGetValue(entry.Key, out var shape) || Begin(entry.Key, out shape))
            {
                shape.Add(entry.Key, entry.Value);
            }
        }
    }

    private bool Begin(string attribute, out FieldShape shape)
    {
        shape = new FieldShape();
        if (_attributes.Count < CatalogLimits.Attributes)
        {
            _attributes.Add(attribute, shape);
            return true;
        }

        Omitted++;
        return false;
    }

    // At the beginning of a word: generated is not rated.
    private bool Has(string[] stems) => Array.Exists(stems, stem => ("_" + name).Contains("_" + stem, StringComparison.Ordinal));
}
