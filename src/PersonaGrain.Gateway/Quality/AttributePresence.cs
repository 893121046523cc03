using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Which declared attributes, and the value, signals of one type lack, under one catalog.</summary>
/// <remarks>What is missing is counted: a signal that has everything writes nothing. Where an attribute stood last is looked at first, since senders keep an order.</remarks>
internal sealed class AttributePresence
{
    private readonly string[] _names;
    private readonly int[] _places;
    private readonly long[] _missing;
    private readonly int _value;

    /// <summary>Begins to count.</summary>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="document">What it says of the type; null where nothing.</param>
    /// <param name="before">How many signals had been taken before.</param>
    internal AttributePresence(Catalog? catalog, SignalDocument? document, long before)
    {
        (Catalog, Document, Before) = (catalog, document, before);
        var asksValue = document is { Value: not null } || document?.Quality?.Completeness.ContainsKey(MeasureDocument.ByValue) == true;
        var names = document?.Attributes.Keys.Where(name => !asksValue || name != MeasureDocument.ByValue).Order(StringComparer.Ordinal).ToList() ?? [];
        _names = asksValue ? [.. names, MeasureDocument.ByValue] : [.. names];
        _value = asksValue ? _names.Length - 1 : -1;
        (_places, _missing) = (new int[_names.Length], new long[_names.Length]);
        LateTicks = document?.Quality?.Late is { } late ? late.Ticks : long.MaxValue;
    }

    private AttributePresence(Catalog catalog, AttributePresence same)
    {
        (Catalog, Document, Before, LateTicks) = (catalog, same.Document, same.Before, same.LateTicks);
        (_names, _places, _missing, _value) = (same._names, same._places, same._missing, same._value);
    }

    /// <summary>The catalog that it counts under.</summary>
    internal Catalog? Catalog { get; }

    /// <summary>What that says of the type.</summary>
    internal SignalDocument? Document { get; }

    /// <summary>The attributes that are looked for; last the value, where it is.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>How many signals had been taken before this began to count.</summary>
    internal long Before { get; }

    /// <summary>A signal older than this at its arrival is late.</summary>
    internal long LateTicks { get; }

    /// <summary>The same counts under another catalog that says the same of the type.</summary>
    internal AttributePresence Under(Catalog catalog) => new(catalog, this);

    /// <summary>Whether a catalog says the same of the type.</summary>
    internal bool IsFor(SignalDocument? document) =>
        document is null || Document is null
            ? document is null && Document is null
            : document.Value == Document.Value && document.Quality?.Late == Document.Quality?.Late
                && document.Attributes.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(Document.Attributes.Keys)
                && (document.Quality?.Completeness ?? Nothing).OrderBy(Key, StringComparer.Ordinal).SequenceEqual((Document.Quality?.Completeness ?? Nothing).OrderBy(Key, StringComparer.Ordinal));

    /// <summary>How many lacked each of <see cref="Names"/>.</summary>
    internal long[] Missing()
    {
        var missing = new long[_missing.Length];
        for (var index = 0; index < missing.Length; index++)
        {
            missing[index] = Volatile.Read(ref _missing[index]);
        }

        return missing;
    }

    /// <summary>Counts what a signal lacks.</summary>
    internal void Check(Signal signal)
    {
        for (var index = 0; index < _places.Length; index++)
        {
            if (!(index == _value ? HasValue(signal, index) : Has(signal.Attributes, _names[index], index)))
            {
                Interlocked.Increment(ref _missing[index]);
            }
        }
    }

    private bool HasValue(Signal signal, int index) => signal.Value is not null || Has(signal.Attributes, Document!.Value ?? MeasureDocument.ByValue, index);

    private bool Has(AttributeSet attributes, string name, int index)
    {
        var entries = attributes.Entries;
        var place = _places[index];
        if (place < entries.Length && string.Equals(entries[place].Key, name, StringComparison.Ordinal))
        {
            return true;
        }

        for (place = 0; place < entries.Length; place++)
        {
            if (string.Equals(entries[place].Key, name, StringComparison.Ordinal))
            {
                _places[index] = place;
                return true;
            }
        }

        return false;
    }

    private static readonly Dictionary<string, double> Nothing = [];

    private static string Key(KeyValuePair<string, double> entry) => entry.Key;
}
