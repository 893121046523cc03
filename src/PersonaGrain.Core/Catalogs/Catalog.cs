using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs;

/// <summary>A compiled catalog: immutable, shared by all profiles of a grid.</summary>
public sealed class Catalog
{
    private Catalog(CatalogDocument document, bool isOfAccounts)
    {
        Document = document;
        Model = new CatalogCompiler(document, isOfAccounts).Compile();
        OfAccounts = isOfAccounts ? this : new Catalog(AccountsDocument.Of(document), isOfAccounts: true);
        Segments = [.. Model.SegmentsByRank.Select(Define), .. isOfAccounts ? [] : OfAccounts.Segments];
        Scores = [.. Model.Scores.Select(score => score.Name)];
        PredictedScores = [.. Model.Scores.Select(PredictedScore.Of).OfType<PredictedScore>()];
        IndexedFields = Model.IndexedFields;
        Identities = IdentityKinds.Of(document);
        Measures = [.. document.Signals.Keys, .. document.Triggers.Keys, .. document.Measures.Keys];
    }

    /// <summary>What it was compiled from.</summary>
    public CatalogDocument Document { get; }

    /// <summary>The catalog's name.</summary>
    public string Name => Document.Name;

    /// <summary>The catalog's version.</summary>
    public int Version => Document.Version;

    /// <summary>What accounts have of it, as a catalog of its own; of that, itself.</summary>
    public Catalog OfAccounts { get; }

    /// <summary>Whether it is what accounts have of a catalog.</summary>
    public bool IsOfAccounts => ReferenceEquals(OfAccounts, this);

    /// <summary>The segments by priority, then name; those of people, then those of accounts.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; }

    /// <summary>The scores' names, sorted ordinally.</summary>
    public IReadOnlyList<string> Scores { get; }

    /// <summary>Those of the scores that have an outcome.</summary>
    public IReadOnlyList<PredictedScore> PredictedScores { get; }

    /// <summary>The traits and scores by which people can be sorted and searched; those of accounts stand in <see cref="OfAccounts"/>.</summary>
    public IReadOnlyList<IndexedField> IndexedFields { get; }

    /// <summary>The names of all measures: the signal types, what triggers emit, and the named measures.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>The kinds of identities: <c>user</c>, <c>anonymous</c> and what is declared.</summary>
    public IdentityKinds Identities { get; }

    /// <summary>Whether conditions of people ask about their accounts.</summary>
    public bool AsksAccounts => Model.AsksAccounts;

    internal CatalogModel Model { get; }

    /// <summary>Compiles a sound document.</summary>
    /// <exception cref="InvalidOperationException">
    /// The document names something it does not have, or refers in a cycle: it was not validated.
    /// </exception>
    public static Catalog Compile(CatalogDocument document) => new(document, isOfAccounts: false);

    /// <summary>The measures of a score, each with its identity key; none where there is no such score.</summary>
    public IReadOnlyList<(string Name, ulong Key)> MeasuresOf(string score) => Array.Find(Model.Scores, shape => shape.Name == score) is { } found
        ? Array.ConvertAll(found.Terms, term => (term.Measure, Model.Slots[term.Slot].Key))
        : [];

    /// <summary>Whether the catalog knows a signal type, those that triggers emit included.</summary>
    public bool HasSignal(string type) => Model.Signals.ContainsKey(type);

    /// <summary>
    /// A signal of the journal as this catalog reads it: declared attributes as their types, without those that can not be read so, and with its
    /// value.
    /// </summary>
    public Signal Read(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return Model.Signals.TryGetValue(signal.Type, out var shape) ? shape.Reading.Read(signal) : signal;
    }

    /// <summary>Entries of a timeline as this catalog reads them.</summary>
    public IReadOnlyList<TimelineEntry> Read(IReadOnlyList<TimelineEntry> entries) => [.. entries.Select(entry => entry with { Signal = Read(entry.Signal) })];

    /// <summary>Whether the catalog has a segment of this name.</summary>
    public bool HasSegment(string name) => Model.SegmentIndex.ContainsKey(name) || (!IsOfAccounts && OfAccounts.HasSegment(name));

    private SegmentDefinition Define(int index)
    {
        var segment = Model.Segments[index];
        var source = Document.Segments[segment.Name];
        return new SegmentDefinition(segment.Name, source.Priority, source.Description, segment.Score < 0 ? null : Model.Scores[segment.Score].Name, Model.IsOfAccounts)
        {
            Approach = source.Approach,
        };
    }
}

/// <summary>A segment of a catalog.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Its priority; the higher one is a profile's segment.</param>
/// <param name="Description">What it means, or null.</param>
/// <param name="Score">The score whose mean over the members it reports, or null.</param>
/// <param name="IsOfAccounts">Whether its members are accounts, and not people.</param>
public sealed record SegmentDefinition(string Name, int Priority, string? Description, string? Score, bool IsOfAccounts = false)
{
    /// <summary>How its members may best be spoken to.</summary>
    public SegmentApproach Approach { get; init; } = SegmentApproach.None;
}
