using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes who belongs to which account.</summary>
public static class AccountJson
{
    /// <summary><c>{"account","members":[{"profile","role"?,"since","lastSeen","segments":[…]}],"next"}</c>.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, (ProfileId Account, AccountMemberPage Page) answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("account"u8, AccountKey.IdOf(answer.Account));
        writer.WriteStartArray("members"u8);
        foreach (var member in answer.Page.Members)
        {
            WriteMember(writer, member);
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, answer.Page.Next?.Value);
        writer.WriteEndObject();
    }

    /// <summary><c>{"status","account","person","role"?}</c>.</summary>
    public static void WriteChange(Utf8JsonWriter writer, MembershipChange change)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(change);
        writer.WriteStartObject();
        writer.WriteString("status"u8, change.Status);
        writer.WriteString("account"u8, AccountKey.IdOf(change.Account));
        writer.WriteString("person"u8, change.Person.Value);
        WriteRole(writer, change.Role);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Of a person <c>"accounts":[{"account","role"?,"since"}]</c>, where there are any; of an account
    /// <c>"members":{"count","roles":{role: count},"truncated"?}</c>.
    /// </summary>
    internal static void WriteTies(Utf8JsonWriter writer, ProfileView profile)
    {
        if (profile.Accounts.Count > 0)
        {
            writer.WriteStartArray("accounts"u8);
            foreach (var belonging in profile.Accounts)
            {
                WriteBelonging(writer, belonging);
            }

            writer.WriteEndArray();
        }

        if (profile.Members is { } members)
        {
            WriteSummary(writer, members);
        }
    }

    private static void WriteSummary(Utf8JsonWriter writer, MemberSummary members)
    {
        writer.WriteStartObject("members"u8);
        writer.WriteNumber("count"u8, members.Count);
        writer.WriteStartObject("roles"u8);
        foreach (var (role, count) in members.Roles.Where(static role => role.Key.Length > 0))
        {
            writer.WriteNumber(role, count);
        }

        writer.WriteEndObject();
        if (members.IsTruncated)
        {
            writer.WriteBoolean("truncated"u8, true);
        }

        writer.WriteEndObject();
    }

    private static void WriteBelonging(Utf8JsonWriter writer, in Belonging belonging)
    {
        writer.WriteStartObject();
        writer.WriteString("account"u8, AccountKey.IdOf(belonging.Account));
        WriteRole(writer, belonging.Role);
        InstantJson.Write(writer, "since"u8, belonging.At);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, AccountMember member)
    {
        writer.WriteStartObject();
        writer.WriteString("profile"u8, member.Person.Value);
        WriteRole(writer, member.Role);
        InstantJson.Write(writer, "since"u8, member.Since);
        InstantJson.Write(writer, "lastSeen"u8, member.LastSeen);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in member.Segments)
        {
            writer.WriteStringValue(segment);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRole(Utf8JsonWriter writer, string role)
    {
        if (role.Length > 0)
        {
            writer.WriteString("role"u8, role);
        }
    }
}
