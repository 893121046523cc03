using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>The schemas of workspaces.</summary>
internal static class WorkspaceSchemas
{
    private static OpenApiSchema Scopes => Shape.List("What it allows.", Shape.Choice("A scope.", "write", "read", "admin", "token"));

    /// <summary>All of them.</summary>
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("WorkspaceLimits", Shape.Object(
            "What a workspace may take in each gateway; null or left out for no limit of its own.",
            ("signalsPerSecond?", Shape.Whole("Signals a second, on average.").OrNull()),
            ("concurrentRequests?", Shape.Whole("Requests served at once.").OrNull()),
            ("eventStreams?", Shape.Whole("Event streams open at once.").OrNull()))),
        ("WorkspaceKey", Shape.Object("A key of a workspace, without the key itself.", KeyMembers)),
        ("WorkspaceKeyMade", Shape.Object("A key that was just made.", [("key", Shape.Text("The key; told this once.")), .. KeyMembers])),
        ("WorkspaceKeyRequest", Shape.Object("The key to make.", ("scopes", Scopes))),
        ("Workspace", Shape.Object(
            "A workspace.",
            ("name", Shape.Text("Its name.")),
            ("created", Shape.Time("When it was added; null for main.").OrNull()),
            ("fault", Shape.Text("Why its store can not be used; null where it can.").OrNull()),
            ("limits", Shape.Ref("WorkspaceLimits")),
            ("keys", Shape.List("Its keys.", Shape.Ref("WorkspaceKey"))))),
        ("Workspaces", Shape.Object(
            "A page of workspaces.",
            ("workspaces", Shape.List("The workspaces.", Shape.Ref("Workspace"))),
            ("next", Shape.Text("What to send as 'after' for the next page; null at the end.").OrNull()))),
        ("WorkspaceRequest", Shape.Object(
            "The workspace to add.",
            ("name", Shape.Text("1 to 40 of a-z, 0-9, - and _, beginning with a letter or a digit.")),
            ("catalog?", Shape.Ref("Catalog")),
            ("limits?", Shape.Ref("WorkspaceLimits")),
            ("keys?", Scopes))),
        ("WorkspaceAdded", Shape.Object(
            "A workspace that was just added.",
            ("workspace", Shape.Ref("Workspace")),
            ("keys", Shape.List("Its keys; told this once.", Shape.Ref("WorkspaceKeyMade"))))),
    ];

    private static (string Name, IOpenApiSchema Value)[] KeyMembers =>
    [
        ("id", Shape.Text("What it is called; says nothing about the key.")),
        ("scopes", Scopes),
        ("created", Shape.Time("When it was made.")),
    ];
}
