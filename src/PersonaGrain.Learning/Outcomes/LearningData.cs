using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>The landmarks that can be learned from, in the order of time, whatever order they came in.</summary>
internal sealed class LearningData
{
    private readonly OutcomeExample[][] _parts;

    private LearningData(OutcomeExample[] examples, int leftOut)
    {
        All = examples;
        LeftOut = leftOut;
        _parts = [.. Enum.GetValues<PersonPart>().Select(part => examples.Where(one => PersonSplit.Of(one.Person) == part).ToArray())];
    }

    /// <summary>All of them.</summary>
    internal OutcomeExample[] All { get; }

    /// <summary>How many were left out because a relevance was not a finite number.</summary>
    internal int LeftOut { get; }

    /// <summary>Those of a part's people.</summary>
    internal OutcomeExample[] this[PersonPart part] => _parts[(int)part];

    /// <summary>Sorts and sifts examples.</summary>
    /// <exception cref="ArgumentException">An example has more or fewer relevances than there are measures.</exception>
    internal static LearningData Of(IReadOnlyList<OutcomeExample> examples, int measures)
    {
        if (examples.FirstOrDefault(one => one.Relevances.Length != measures) is { } odd)
        {
            throw new ArgumentException($"an example has {odd.Relevances.Length} relevances for {measures} measures", nameof(examples));
        }

        var finite = examples.Where(static one => Array.TrueForAll(one.Relevances, float.IsFinite))
            .OrderBy(static one => one.At.Ticks).ThenBy(static one => one.Person).ToArray();
        return new LearningData(finite, examples.Count - finite.Length);
    }

    /// <summary>How many people there are in landmarks of one kind.</summary>
    internal static int People(IEnumerable<OutcomeExample> examples) => examples.Select(static one => one.Person).Distinct().Count();
}
