using System.Text.Json;

namespace PersonaGrain.Cli.Identities;

/// <summary>Says in words whom rules speak against, and what to do.</summary>
internal static class RuleText
{
    /// <summary>An offender on a line.</summary>
    public static string OfOffender(JsonElement one)
    {
        var left = one.TryGetProperty("detail", out var detail) ? $"; it could not be given back: {detail}" : string.Empty;
        return $"{one.GetProperty("identity")} of {one.GetProperty("person")}  ({one.GetProperty("rule")}, joined by a {one.GetProperty("joined")}): {one.GetProperty("message")}{left}";
    }

    /// <summary>How many were given back.</summary>
    public static string Given(int count) => count == 1 ? "1 identity was given back" : $"{count:N0} identities were given back";

    /// <summary>What was found, and what to do next.</summary>
    public static IEnumerable<string> WhatNext(RuleFindings found, bool isCandidate, bool isApplied)
    {
        var kept = found.Offenders.Count - found.ToUnlink;
        if (isApplied)
        {
            yield return Given(found.Parted.Count);
        }
        else if (found.ToUnlink == 0)
        {
            yield return $"nothing to give back among {found.People:N0} people of several identities";
        }
        else
        {
            yield return $"{found.ToUnlink:N0} of these are to be given back; "
                + (isCandidate ? "put the catalog in force, then persona identity check --apply does it" : "persona identity check --apply does it");
        }

        if (kept > 0)
        {
            yield return $"{kept:N0} joined by requests stay: a request may join what signals may not; persona identity unlink gives one back";
        }

        if (found.PassedOver > 0)
        {
            yield return $"{found.PassedOver:N0} people could not be read and were passed over";
        }
    }
}
