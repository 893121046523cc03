using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Identities;

/// <summary>Writes identities, and what became of joining them.</summary>
public static class IdentityJson
{
    /// <summary><c>{"status":"linked","person","joined":[…]}</c>.</summary>
    public static void WriteLink(Utf8JsonWriter writer, (ProfileId Person, IReadOnlyList<ProfileId> Joined, string Status) answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("status"u8, answer.Status);
        writer.WriteString("person"u8, answer.Person.Value);
        WriteKeys(writer, "joined"u8, answer.Joined);
        writer.WriteEndObject();
    }

    /// <summary><c>{"identity","person"}</c>.</summary>
    public static void WriteUnlink(Utf8JsonWriter writer, UnlinkResult.Unlinked answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(answer);
        writer.WriteStartObject();
        writer.WriteString("identity"u8, answer.Identity.Value);
        writer.WriteString("person"u8, answer.Person.Value);
        writer.WriteEndObject();
    }

    /// <summary><c>{"person","identities":[{"identity","kind","into","at","rule","signal","join"}],"parted":[…],"partedByRule":[{"identity","rule","at"}]}</c>; the person's own identity comes first.</summary>
    public static void WritePerson(Utf8JsonWriter writer, (PersonView Person, IdentityKinds Kinds, Instant? AsOf) answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (person, kinds, asOf) = answer;
        writer.WriteStartObject();
        InstantJson.WriteKnown(writer, "asOf"u8, asOf);
        writer.WriteString("person"u8, person.Profile.Value);
        writer.WriteStartArray("identities"u8);
        writer.WriteStartObject();
        WriteIdentity(writer, person.Profile, Identity.Of(person.Profile, kinds).Kind);
        writer.WriteEndObject();
        foreach (var link in person.Links)
        {
            writer.WriteStartObject();
            WriteIdentity(writer, link.Identity, link.Kind);
            writer.WriteString("into"u8, link.Into.Value);
            InstantJson.Write(writer, "at"u8, link.At);
            writer.WriteString("rule"u8, link.Rule == LinkRule.Signal ? "signal"u8 : "request"u8);
            if (link.Signal is not null)
            {
                writer.WriteString("signal"u8, link.Signal);
            }

            writer.WriteString("join"u8, link.Join);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteKeys(writer, "parted"u8, person.Parted);
        WriteRuled(writer, person);
        writer.WriteEndObject();
    }

    private static void WriteRuled(Utf8JsonWriter writer, PersonView person)
    {
        writer.WriteStartArray("partedByRule"u8);
        foreach (var ruled in person.Ruled)
        {
            writer.WriteStartObject();
            writer.WriteString("identity"u8, ruled.Identity.Value);
            writer.WriteString("rule"u8, RuleJson.Name(ruled.Rule));
            InstantJson.Write(writer, "at"u8, ruled.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, ProfileId key, string kind)
    {
        writer.WriteString("identity"u8, key.Value);
        writer.WriteString("kind"u8, kind);
    }

    private static void WriteKeys(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<ProfileId> keys)
    {
        writer.WriteStartArray(name);
        foreach (var key in keys)
        {
            writer.WriteStringValue(key.Value);
        }

        writer.WriteEndArray();
    }
}
