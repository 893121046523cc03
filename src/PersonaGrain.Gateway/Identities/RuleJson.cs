using System.Text.Json;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;

namespace PersonaGrain.Gateway.Identities;

/// <summary>Writes identities that rules speak against, and what became of them.</summary>
public static class RuleJson
{
    /// <summary><c>{"offenders":[…],"people","passedOver","next"}</c>; next is null at the end.</summary>
    public static void WritePage(Utf8JsonWriter writer, OffenderPage page)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(page);
        writer.WriteStartObject();
        writer.WriteStartArray("offenders"u8);
        foreach (var offender in page.Offenders)
        {
            writer.WriteStartObject();
            WriteMembers(writer, offender);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteEnd(writer, page.People, page.PassedOver, page.Next);
    }

    /// <summary><c>{"parted":[…],"left":[…],"people","passedOver","next"}</c>; next is null at the end.</summary>
    public static void WriteApplication(Utf8JsonWriter writer, RuleApplication done)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(done);
        writer.WriteStartObject();
        writer.WriteStartArray("parted"u8);
        foreach (var offender in done.Parted)
        {
            writer.WriteStartObject();
            WriteMembers(writer, offender);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("left"u8);
        foreach (var (offender, fault) in done.Left)
        {
            writer.WriteStartObject();
            WriteMembers(writer, offender);
            writer.WriteString("reason"u8, fault.Reason);
            writer.WriteString("detail"u8, fault.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteEnd(writer, done.People, done.PassedOver, done.Next);
    }

    /// <summary>A rule by its name.</summary>
    internal static string Name(IdentityRule rule) => rule switch
    {
        IdentityRule.Blocked => "blocked",
        IdentityRule.NeverJoins => "never_joins",
        IdentityRule.TwoUsers => "two_users",
        IdentityRule.Limit => "limit",
        _ => "unknown",
    };

    private static void WriteMembers(Utf8JsonWriter writer, Offender offender)
    {
        writer.WriteString("person"u8, offender.Person.Value);
        writer.WriteString("identity"u8, offender.Identity.Value);
        writer.WriteString("kind"u8, offender.Kind);
        writer.WriteString("joined"u8, offender.Joined == LinkRule.Signal ? "signal"u8 : "request"u8);
        writer.WriteString("rule"u8, Name(offender.Rule));
        writer.WriteString("remedy"u8, offender.Remedy == OffenderRemedy.Keep ? "keep"u8 : "unlink"u8);
        writer.WriteString("message"u8, offender.Message);
    }

    private static void WriteEnd(Utf8JsonWriter writer, int people, int passedOver, string? next)
    {
        writer.WriteNumber("people"u8, people);
        writer.WriteNumber("passedOver"u8, passedOver);
        writer.WriteString("next"u8, next);
        writer.WriteEndObject();
    }
}
