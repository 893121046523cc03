using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Population.Outcomes;

/// <summary>What a catalog asks of the past of people: which outcomes are looked for within what, after which measures, and for which scores.</summary>
internal sealed class LandmarkPlan
{
    private LandmarkPlan(CatalogModel model, OutcomeTarget[] targets)
    {
        (Model, Targets) = (model, targets);
        Learned = new bool[model.Slots.Length];
        foreach (var slot in targets.SelectMany(static target => target.Slots))
        {
            Learned[slot] = true;
        }

        Features = targets.Sum(static target => target.Scores.Sum(static score => score.Width));
    }

    /// <summary>The catalog.</summary>
    internal CatalogModel Model { get; }

    /// <summary>Each outcome with each horizon that a score has.</summary>
    internal OutcomeTarget[] Targets { get; }

    /// <summary>The tallies that are needed.</summary>
    internal bool[] Learned { get; }

    /// <summary>How many relevances one landmark has, of all scores together.</summary>
    internal int Features { get; }

    /// <summary>The plan; null where no score has an outcome.</summary>
    internal static LandmarkPlan? Of(Catalog catalog)
    {
        var model = catalog.Model;
        var targets = model.Scores.Select(static (score, index) => (Shape: score, Index: index)).Where(static score => score.Shape.Outcome is not null)
            .GroupBy(static score => (Outcome: score.Shape.Outcome!, score.Shape.Horizon))
            .Select(group => new OutcomeTarget(
                group.Key.Outcome,
                group.Key.Horizon,
                [.. catalog.Document.Signals.Where(signal => signal.Value.Outcome == group.Key.Outcome).Select(static signal => signal.Key)],
                [.. group.SelectMany(static score => score.Shape.Terms).Select(static term => term.Slot).Distinct().Order()],
                [.. group.Select(static score => (score.Index, score.Shape.Terms.Length))]))
            .ToArray();
        return targets.Length == 0 ? null : new LandmarkPlan(model, targets);
    }
}

/// <summary>An outcome within a horizon.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Horizon">How long after a landmark it counts.</param>
/// <param name="Signals">The signal types that stand for it.</param>
/// <param name="Slots">The tallies that may have to do with it: those of the scores.</param>
/// <param name="Scores">The scores that predict it, by their places in the catalog, and how many measures each has.</param>
internal sealed record OutcomeTarget(string Outcome, TimeSpan Horizon, HashSet<string> Signals, int[] Slots, (int Index, int Width)[] Scores);
