using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Accounts;

/// <summary>Says in words who belongs to which account.</summary>
internal static class AccountText
{
    /// <summary>An account: its members, segments, scores and traits, one a line.</summary>
    public static IEnumerable<string> OfAccount(JsonElement account)
    {
        var members = account.GetProperty("members");
        var segment = account.GetProperty("segment").GetString() ?? "in no segment";
        yield return $"{account.GetProperty("id")}: {segment}, {CountText.Of(members.GetProperty("count").GetInt32(), "member")}, "
            + $"{CountText.Of(account.GetProperty("signals").GetInt64(), "signal")}, as of {account.GetProperty("asOf")}";
        foreach (var role in members.GetProperty("roles").EnumerateObject())
        {
            yield return $"role     {role.Name}: {role.Value}";
        }

        foreach (var membership in account.GetProperty("memberships").EnumerateArray())
        {
            yield return $"segment  {membership.GetProperty("segment")} since {membership.GetProperty("since")}";
        }

        foreach (var score in account.GetProperty("scores").EnumerateObject())
        {
            yield return FormattableString.Invariant($"score    {score.Name}: {score.Value.GetDouble():0.0}");
        }

        foreach (var trait in account.GetProperty("traits").EnumerateObject())
        {
            yield return $"trait    {trait.Name}: {trait.Value}";
        }

        yield return account.GetProperty("nextFlip").ValueKind == JsonValueKind.Null
            ? "no membership changes by itself"
            : $"a membership changes by itself at {account.GetProperty("nextFlip")}, if nothing arrives until then";
    }

    /// <summary>A page of members, one a line.</summary>
    public static IEnumerable<string> OfMembers(JsonElement page)
    {
        foreach (var member in page.GetProperty("members").EnumerateArray())
        {
            var segments = string.Join(", ", member.GetProperty("segments").EnumerateArray());
            yield return $"{member.GetProperty("profile")}  {Role(member)} since {member.GetProperty("since")}, last seen {member.GetProperty("lastSeen")}"
                + (segments.Length > 0 ? $", in {segments}" : string.Empty);
        }
    }

    /// <summary>What came of adding or removing a member.</summary>
    public static IEnumerable<string> OfChange(JsonElement change)
    {
        var (person, account) = (change.GetProperty("person"), change.GetProperty("account"));
        yield return change.GetProperty("status").GetString() switch
        {
            "unchanged" => $"{person} belonged to {account} already, {Role(change)}",
            "removed" => $"{person} does not belong to {account} any more; its signals are not the account's either",
            "changed" => $"{person} belongs to {account} {Role(change)} now",
            _ => $"{person} belongs to {account} now, {Role(change)}; persona account show {account} tells what the account makes of it",
        };
    }

    private static string Role(JsonElement member) => member.TryGetProperty("role", out var role) ? $"as {role}" : "without a role";
}
