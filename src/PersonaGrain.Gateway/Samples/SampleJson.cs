using System.Text.Json;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>Writes how far the sample shop is: <c>{"workspace","phase","people"|null,"of","signals"|null,"fault"|null,"keys"?}</c>.</summary>
internal static class SampleJson
{
    /// <summary>The phases, as answers have them.</summary>
    internal static string[] Phases { get; } = [.. Enum.GetValues<SamplePhase>().Select(NameOf)];

    /// <summary>Writes it.</summary>
    internal static void Write(Utf8JsonWriter writer, SampleState state)
    {
        writer.WriteStartObject();
        WriteMembers(writer, state);
        writer.WriteEndObject();
    }

    /// <summary>Writes it with the keys that were just made for it; they are told this once.</summary>
    internal static void WriteChanged(Utf8JsonWriter writer, (SampleState State, IReadOnlyList<(string Key, WorkspaceKey Kept)> Made) changed)
    {
        writer.WriteStartObject();
        WriteMembers(writer, changed.State);
        writer.WriteStartArray("keys"u8);
        foreach (var made in changed.Made)
        {
            WorkspaceJson.WriteMade(writer, made);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, SampleState state)
    {
        writer.WriteString("workspace"u8, SampleShop.Name);
        writer.WriteString("phase"u8, NameOf(state.Phase));
        WriteKnown(writer, "people"u8, state.People);
        writer.WriteNumber("of"u8, state.Of);
        WriteKnown(writer, "signals"u8, state.Signals);
        writer.WriteString("fault"u8, state.Fault);
    }

    private static void WriteKnown(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string NameOf(SamplePhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());
}
