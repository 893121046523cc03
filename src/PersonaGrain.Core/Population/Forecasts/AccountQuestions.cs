using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;

namespace PersonaGrain.Population.Forecasts;

/// <summary>Finds the segments of people that ask about an account, by themselves or by way of segments, scores and computed traits.</summary>
/// <remarks>What an account becomes by time is found out by the account alone: a person knows nothing of it before it happens.</remarks>
internal sealed class AccountQuestions
{
    private readonly CatalogDocument _catalog;
    private readonly HashSet<(UseKind Kind, string Name)> _followed = [];

    private AccountQuestions(CatalogDocument catalog) => _catalog = catalog;

    /// <summary>Whether a segment of people asks about an account.</summary>
    internal static bool AreAsked(CatalogDocument catalog, string segment) => new AccountQuestions(catalog).Asks([new CatalogUse(UseKind.Segment, segment)]);

    private bool Asks(IEnumerable<CatalogUse> uses) => uses.Any(use => use.IsOfOthers || (_followed.Add((use.Kind, use.Name)) && Asks(use)));

    private bool Asks(CatalogUse use) => use.Kind switch
    {
        UseKind.Segment when _catalog.Segments.TryGetValue(use.Name, out var segment) => Asks(CatalogUses.Of(segment.When)),
        UseKind.Score when _catalog.Scores.TryGetValue(use.Name, out var score) => Asks(score.Context.SelectMany(static addition => CatalogUses.Of(addition.When))),
        UseKind.Trait when _catalog.ComputedTraits.TryGetValue(use.Name, out var trait) => Asks(CatalogUses.Of(trait)),
        _ => false,
    };
}
