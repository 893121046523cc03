using System.Text.Json;
using System.Text.Json.Serialization;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Postgres.Workspaces;

/// <summary>Keys and limits of a workspace as they stand in the database. Names are only ever added.</summary>
internal sealed record WorkspaceSettings
{
    public IReadOnlyList<KeyRow> Keys { get; init; } = [];

    public WorkspaceLimits Limits { get; init; } = WorkspaceLimits.None;

    /// <summary>The settings of a workspace as JSON.</summary>
    public static string Write(Workspace workspace) => JsonSerializer.Serialize(
        new WorkspaceSettings { Keys = [.. workspace.Keys.Select(KeyRow.Of)], Limits = workspace.Limits }, WorkspaceSettingsJson.Default.WorkspaceSettings);

    /// <summary>Settings as they were written; what a later version added is passed over.</summary>
    public static WorkspaceSettings Read(string json) => JsonSerializer.Deserialize(json, WorkspaceSettingsJson.Default.WorkspaceSettings) ?? new();

    /// <summary>The workspace that has these settings.</summary>
    public Workspace Of(WorkspaceName name, Instant created) => new(name, created) { Keys = [.. Keys.Select(static key => key.ToKey())], Limits = Limits };

    /// <summary>A key as it stands in the database.</summary>
    internal sealed record KeyRow(string Id, string Hash, WorkspaceScopes Scopes, long Created)
    {
        public static KeyRow Of(WorkspaceKey key) => new(key.Id, key.Hash, key.Scopes, key.Created.Ticks);

        public WorkspaceKey ToKey() => new(Id, Hash, Scopes, new Instant(Created));
    }
}

/// <summary>How they are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkspaceSettings))]
internal sealed partial class WorkspaceSettingsJson : JsonSerializerContext;
