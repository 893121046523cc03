using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Profiles;

namespace PersonaGrain.Laws;

/// <summary>Segments that ask where scores stand among those of people, and a population that says where the cuts lie.</summary>
internal static class LawStanding
{
    internal static readonly (string, ConditionDocument)[] Segments =
    [
        ("stands_upper", new ConditionDocument.Standing("interest", CutKind.Everybody, 90, null)),
        ("stands_not_upper", new ConditionDocument.Standing("interest", CutKind.Everybody, null, 90)),
        ("stands_middle", new ConditionDocument.Standing("interest", CutKind.Scored, 40, 80)),
        ("stands_lowest", new ConditionDocument.Standing("liking", CutKind.Scored, null, 40)),
        ("stands_dearest", new ConditionDocument.Standing("worth", CutKind.Rank, 100, null)),
        ("stands_dear", new ConditionDocument.Standing("worth", CutKind.Rank, 500, 100)),
        ("stands_unknown", new ConditionDocument.Standing("worth", CutKind.Scored, 10, null)),
    ];

    /// <summary>Of one cut nothing is known.</summary>
    internal static readonly CutSection Cuts = new(
    [
        Cut("interest", CutKind.Everybody, 90, 30),
        Cut("interest", CutKind.Scored, 40, 8),
        Cut("interest", CutKind.Scored, 80, 25.01),
        Cut("liking", CutKind.Scored, 40, 15),
        Cut("worth", CutKind.Rank, 100, 20),
        Cut("worth", CutKind.Rank, 500, 2.5),
        PublishedCut.Unknown(new ScoreCut("worth", CutKind.Scored, 10), 3),
    ]);

    /// <summary>The logic of a catalog under this population.</summary>
    internal static ProfileMachine Machine(CatalogDocument catalog) => new(Catalog.Compile(catalog), new PopulationModel(1, A.Start, 1_000, [Cuts]));

    private static PublishedCut Cut(string score, CutKind kind, double at, double threshold) => new(new ScoreCut(score, kind, at), 1_000, threshold, 100, 0.001);
}
