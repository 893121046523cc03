using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Scores;

/// <summary>Reads conditions about a score: <c>{ "score": …, "atLeast": … }</c>.</summary>
internal static class ScoreConditionReader
{
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        var name = ReferenceReader.Read(fields["score"]!.Value, "score", parser.Names.Scores.Contains, parser.Names.Scores);
        if (StandingReader.Is(fields))
        {
            return StandingReader.Read(fields, name, parser);
        }

        var tests = ValueTestReader.Read(fields, OperandRule.Score, "score");
        if (fields.All.Count == 1)
        {
            ValueTestReader.FaultEmpty(fields, $"say how the score is compared: {ValueTestReader.Names(OperandRule.Score)}; or where it stands among people: percentile, rank");
        }

        return name is null ? null : new ConditionDocument.Score(name, tests);
    }
}
