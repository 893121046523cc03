using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Writes workspaces: <c>{"name","created"|null,"fault"|null,"limits":{…},"keys":[{"id","scopes","created"}]}</c>. No key is among it, nor its hash.</summary>
internal static class WorkspaceJson
{
    /// <summary>The scopes, as requests and answers have them.</summary>
    internal static readonly string[] ScopeNames = ["write", "read", "admin", "token"];

    /// <summary>Writes one.</summary>
    internal static void Write(Utf8JsonWriter writer, Workspace workspace)
    {
        writer.WriteStartObject();
        WriteMembers(writer, workspace);
        writer.WriteEndObject();
    }

    /// <summary>Writes one with the keys that were just made for it; they are told this once.</summary>
    internal static void WriteAdded(Utf8JsonWriter writer, (Workspace Workspace, IReadOnlyList<(string Key, WorkspaceKey Kept)> Made) added)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("workspace"u8);
        Write(writer, added.Workspace);
        writer.WriteStartArray("keys"u8);
        foreach (var made in added.Made)
        {
            WriteMade(writer, made);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes a key that was just made.</summary>
    internal static void WriteMade(Utf8JsonWriter writer, (string Key, WorkspaceKey Kept) made)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, made.Key);
        WriteMembers(writer, made.Kept);
        writer.WriteEndObject();
    }

    /// <summary>Writes a page of workspaces.</summary>
    internal static void WritePage(Utf8JsonWriter writer, (IReadOnlyList<Workspace> Workspaces, string? Next) page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("workspaces"u8);
        foreach (var workspace in page.Workspaces)
        {
            Write(writer, workspace);
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, page.Next);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Workspace workspace)
    {
        writer.WriteString("name"u8, workspace.Name.Text);
        if (workspace.Created == default)
        {
            writer.WriteNull("created"u8);
        }
        else
        {
            InstantJson.Write(writer, "created"u8, workspace.Created);
        }

        writer.WriteString("fault"u8, workspace.Fault);
        writer.WriteStartObject("limits"u8);
        WriteLimit(writer, "signalsPerSecond"u8, workspace.Limits.SignalsPerSecond);
        WriteLimit(writer, "concurrentRequests"u8, workspace.Limits.ConcurrentRequests);
        WriteLimit(writer, "eventStreams"u8, workspace.Limits.EventStreams);
        writer.WriteEndObject();
        writer.WriteStartArray("keys"u8);
        foreach (var key in workspace.Keys)
        {
            writer.WriteStartObject();
            WriteMembers(writer, key);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter writer, WorkspaceKey key)
    {
        writer.WriteString("id"u8, key.Id);
        writer.WriteStartArray("scopes"u8);
        foreach (var name in ScopeNames)
        {
            if (key.Scopes.HasFlag(ScopeOf(name)))
            {
                writer.WriteStringValue(name);
            }
        }

        writer.WriteEndArray();
        InstantJson.Write(writer, "created"u8, key.Created);
    }

    private static void WriteLimit(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? limit)
    {
        if (limit is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static WorkspaceScopes ScopeOf(string name) => Enum.Parse<WorkspaceScopes>(name, ignoreCase: true);
}
