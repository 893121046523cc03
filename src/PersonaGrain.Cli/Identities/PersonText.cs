using System.Text.Json;

namespace PersonaGrain.Cli.Identities;

/// <summary>Says in words who is who.</summary>
internal static class PersonText
{
    /// <summary>What came of a link.</summary>
    public static IEnumerable<string> OfLink(JsonElement answer)
    {
        var person = answer.GetProperty("person").GetString();
        string?[] joined = [.. answer.GetProperty("joined").EnumerateArray().Select(static one => one.GetString())];
        yield return joined.Length == 0 ? $"they were one person already: {person}" : $"{string.Join(", ", joined)} and {person} are one person: {person}";
    }

    /// <summary>What came of an unlink.</summary>
    public static IEnumerable<string> OfUnlink(JsonElement answer)
    {
        yield return $"{answer.GetProperty("identity")} is a person of its own again, and no more {answer.GetProperty("person")}";
    }

    /// <summary>The identities of a person, one a line.</summary>
    public static IEnumerable<string> OfPerson(JsonElement answer)
    {
        foreach (var identity in answer.GetProperty("identities").EnumerateArray())
        {
            yield return identity.TryGetProperty("at", out var at)
                ? $"{identity.GetProperty("identity")}  since {at}, by {Cause(identity)}, into {identity.GetProperty("into")}"
                : $"{identity.GetProperty("identity")}  holds the person";
        }

        foreach (var parted in answer.GetProperty("parted").EnumerateArray())
        {
            yield return $"{parted}  was given back: signals do not join it again";
        }

        foreach (var ruled in answer.GetProperty("partedByRule").EnumerateArray())
        {
            yield return $"{ruled.GetProperty("identity")}  was given back by a rule ({ruled.GetProperty("rule")}) at {ruled.GetProperty("at")}";
        }
    }

    private static string Cause(JsonElement identity) =>
        identity.TryGetProperty("signal", out var signal) ? $"the signal {signal}" : "a request";
}
