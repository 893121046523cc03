namespace PersonaGrain.Catalogs.Compilation;

/// <summary>The cuts of scores that a catalog's conditions ask for: of these the population says where they are.</summary>
internal sealed class ScoreCuts
{
    private readonly Dictionary<string, ScoreCut[]> _byScore;

    private ScoreCuts(Dictionary<string, ScoreCut[]> byScore) => _byScore = byScore;

    /// <summary>Those of a catalog.</summary>
    internal static ScoreCuts Of(CatalogDocument catalog)
    {
        var conditions = catalog.Segments.Values.Select(static segment => segment.When)
            .Concat(catalog.Scores.Values.SelectMany(static score => score.Context).Select(static addition => addition.When));
        return new ScoreCuts(conditions.SelectMany(static condition => condition.Accept(CutReferences.Finder)).Distinct()
            .OrderBy(static cut => cut.Kind).ThenBy(static cut => cut.At)
            .GroupBy(static cut => cut.Score, StringComparer.Ordinal)
            .ToDictionary(static cuts => cuts.Key, static cuts => cuts.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>All of them.</summary>
    internal IEnumerable<ScoreCut> All => _byScore.Values.SelectMany(static cuts => cuts);

    /// <summary>Those of a score, in their order.</summary>
    internal ScoreCut[] Of(string score) => _byScore.GetValueOrDefault(score, []);

    /// <summary>The place of one among those of its score; −1 where no condition of the catalog asks for it.</summary>
    internal int Find(ScoreCut cut) => Array.IndexOf(Of(cut.Score), cut);
}

/// <summary>Finds the cuts that a condition asks for.</summary>
internal sealed class CutReferences : ConditionLeaves<ScoreCut>
{
    internal static readonly CutReferences Finder = new();

    public override IEnumerable<ScoreCut> Visit(ConditionDocument.Standing condition) => condition.Cuts;
}
