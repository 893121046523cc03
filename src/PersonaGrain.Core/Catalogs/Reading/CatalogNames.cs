using System.Runtime.CompilerServices;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>The names that conditions may use, known before the things they name have been read.</summary>
internal sealed class CatalogNames
{
    private static readonly ConditionalWeakTable<CatalogDocument, CatalogNames> Cache = [];

    internal required IReadOnlyDictionary<string, SignalDocument> Signals { get; init; }

    internal required IReadOnlyDictionary<string, TraitDocument> Traits { get; init; }

    /// <summary>The computed traits; in a catalog that is being read, those that were read so far.</summary>
    internal required IReadOnlyDictionary<string, ComputedTraitDocument> ComputedTraits { get; init; }

    /// <summary>Named measures and the signal type each takes; null where that is not readable.</summary>
    internal required IReadOnlyDictionary<string, string?> Measures { get; init; }

    /// <summary>The attribute of which a named measure counts each value once; null where it counts every signal.</summary>
    internal required IReadOnlyDictionary<string, string?> Distincts { get; init; }

    internal required IReadOnlySet<string> Scores { get; init; }

    internal required IReadOnlySet<string> Segments { get; init; }

    internal required IReadOnlySet<string> Triggers { get; init; }

    /// <summary>Whether they are those that accounts have.</summary>
    internal bool IsOfAccounts { get; init; }

    /// <summary>The names that accounts have; null where nothing belongs to an account.</summary>
    internal CatalogNames? Accounts { get; set; }

    /// <summary>The names of a sound catalog; made once per document.</summary>
    internal static CatalogNames Of(CatalogDocument document) => Cache.GetValue(document, static document => new CatalogNames
    {
        Signals = document.Signals,
        Traits = document.Traits,
        ComputedTraits = document.ComputedTraits,
        Measures = document.Measures.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value.Signal),
        Distincts = document.Measures.ToDictionary(static pair => pair.Key, static pair => pair.Value.Distinct),
        Scores = document.Scores.Keys.ToHashSet(),
        Segments = document.Segments.Keys.ToHashSet(),
        Triggers = document.Triggers.Keys.ToHashSet(),
        Accounts = document.Accounts is null ? null : Of(AccountsDocument.Of(document)),
    });

    internal bool IsSignal(string name) => Signals.ContainsKey(name) || Triggers.Contains(name);

    internal bool IsMeasure(string name) => Measures.ContainsKey(name) || IsSignal(name);

    internal IEnumerable<string> SignalNames => Signals.Keys.Concat(Triggers);

    internal IEnumerable<string> MeasureNames => Measures.Keys.Concat(SignalNames);

    /// <summary>The type of a trait, declared or computed; null where it may hold anything.</summary>
    internal ValueType? TraitType(string trait) =>
        Traits.TryGetValue(trait, out var declared) ? declared.Type : ComputedTraits.GetValueOrDefault(trait)?.Type;

    /// <summary>The declared type of an attribute of a measure's signals; null where nothing is declared.</summary>
    internal ValueType? AttributeType(string measure, string attribute)
    {
        var signal = Measures.GetValueOrDefault(measure) ?? measure;
        return Signals.TryGetValue(signal, out var found) && found.Attributes.TryGetValue(attribute, out var type) ? type : null;
    }
}
