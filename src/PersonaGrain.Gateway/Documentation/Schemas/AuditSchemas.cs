using Microsoft.OpenApi;
using PersonaGrain.Gateway.Auditing;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="AuditEndpoints"/>.</summary>
internal static class AuditSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("AuditEntry", Shape.Object(
            "A change that was made.",
            ("position", Shape.Whole("Its place; later ones have a greater one.")),
            ("at", Shape.Time("When.")),
            ("key", Shape.Text("The id of the key; 'settings' or 'none' where it has none.")),
            ("action", Shape.Choice("What was done.", [.. AuditEndpoints.ActionNames])),
            ("workspace", Shape.Text("In, or to, which workspace; it may be gone by now.")),
            ("detail", Shape.Text("What of it.")))),
        ("Audit", Shape.Object(
            "A page of changes.",
            ("audit", Shape.List("The changes, newest first.", Shape.Ref("AuditEntry"))),
            ("next", Shape.Whole("What to send as 'after' for the next page; null at the end.").OrNull()))),
    ];
}
