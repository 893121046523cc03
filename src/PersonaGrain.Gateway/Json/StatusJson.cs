using System.Text.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes how a grid is: <c>{"ready","reason","now","profiles","profilesInMemory","signals","lastEvent","catalog":{"name","version"},
/// "reevaluation":{"done","total"}|null,"refused":{reason:count},"missedTriggers":{trigger:count},"passedOver","clockAheadSeconds":number|null}</c>.
/// </summary>
internal static class StatusJson
{
    /// <summary>Writes the members into an object that is open.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, GridStatus status)
    {
        writer.WriteBoolean("ready"u8, status.Ready);
        writer.WriteString("reason"u8, status.Reason);
        InstantJson.Write(writer, "now"u8, status.Now);
        writer.WriteNumber("profiles"u8, status.Profiles);
        writer.WriteNumber("profilesInMemory"u8, status.ProfilesInMemory);
        writer.WriteNumber("signals"u8, status.Signals);
        if (status.LastEvent is { } last)
        {
            writer.WriteNumber("lastEvent"u8, last);
        }
        else
        {
            writer.WriteNull("lastEvent"u8);
        }

        writer.WriteStartObject("catalog"u8);
        writer.WriteString("name"u8, status.CatalogName);
        writer.WriteNumber("version"u8, status.CatalogVersion);
        writer.WriteEndObject();
        if (status.Reevaluation is { } work)
        {
            writer.WriteStartObject("reevaluation"u8);
            writer.WriteNumber("done"u8, work.Done);
            writer.WriteNumber("total"u8, work.Total);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("reevaluation"u8);
        }

        WriteCounts(writer, "refused"u8, status.Refused);
        WriteCounts(writer, "missedTriggers"u8, status.MissedTriggers);
        writer.WriteNumber("passedOver"u8, status.PassedOver);
        if (status.ClockAhead is { } ahead)
        {
            writer.WriteNumber("clockAheadSeconds"u8, Math.Round(ahead.TotalSeconds, 3));
        }
        else
        {
            writer.WriteNull("clockAheadSeconds"u8);
        }
    }

    private static void WriteCounts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, long> counts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            writer.WriteNumber(key, count);
        }

        writer.WriteEndObject();
    }
}
