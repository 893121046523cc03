using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is read by <see cref="Identities.IdentityRequest"/> and written by <see cref="Identities.IdentityJson"/>.</summary>
internal static class IdentitySchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("LinkRequest", Shape.Object(
            "Identities that are one person.",
            ("identities", Shape.List("2 to 16 of them.", Shape.Text("kind:value, or the plain id of a user."))))),
        ("Link", Shape.Object(
            "What came of joining identities.",
            ("status", Shape.Choice("Whether anything changed.", "linked", "unchanged")),
            ("person", Shape.Text("The identity that the person's profile is kept under; any other reads it too.")),
            ("joined", Shape.List("Those that had a profile of their own before.", Shape.Text("An identity."))))),
        ("UnlinkRequest", Shape.Object("The identity to give back.", ("identity", Shape.Text("kind:value, or the plain id of a user.")))),
        ("Unlink", Shape.Object(
            "An identity that has a profile of its own again.",
            ("identity", Shape.Text("The identity.")),
            ("person", Shape.Text("The identity that the profile of the person is kept under that it was taken out of.")))),
        ("Person", Shape.Object(
            "The identities of a person.",
            ("person", Shape.Text("The identity that the person's profile is kept under.")),
            ("identities", Shape.List("All of them: the person's own first, the others in the order in which they came.", Shape.Ref("PersonIdentity"))),
            ("parted", Shape.List("Those that were given back: signals do not join them again.", Shape.Text("An identity."))))),
        ("PersonIdentity", Shape.Object(
            "One identity, and how it came.",
            ("identity", Shape.Text("The identity, as paths take it.")),
            ("kind", Shape.Text("Its kind.")),
            ("into?", Shape.Text("The identity that it was joined into, which may have been joined itself since.")),
            ("at?", Shape.Time("When.")),
            ("rule?", Shape.Choice("Why: a signal named both, or a request said so.", "signal", "request")),
            ("signal?", Shape.Text("The id of that signal.")),
            ("join?", Shape.Text("The join, as events name it that it caused.")))),
    ];
}
