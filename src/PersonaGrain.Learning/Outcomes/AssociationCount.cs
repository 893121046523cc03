using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>Counts for each measure whether the outcome follows it.</summary>
public static class AssociationCount
{
    /// <summary>The table of each measure. One landmark a person counts, chosen by hash, so that people who have many do not weigh more.</summary>
    /// <param name="examples">Closed landmarks; a measure is had where its relevance is not 0.</param>
    /// <param name="measures">How many measures there are.</param>
    public static TimedAssociation[] Of(IEnumerable<OutcomeExample> examples, int measures)
    {
        var tables = new TimedAssociation[measures];
        var chosen = examples.Where(static one => Array.TrueForAll(one.Relevances, float.IsFinite)).GroupBy(static one => one.Person)
            .Select(static own => own.MinBy(static one => PersonSplit.Mixed(one.Person ^ (ulong)one.At.Ticks))!);
        foreach (var example in chosen)
        {
            for (var measure = 0; measure < measures; measure++)
            {
                tables[measure] = tables[measure].With(example.Relevances[measure] != 0, example.Occurred, 1);
            }
        }

        return tables;
    }
}
