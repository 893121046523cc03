using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is read by <see cref="Identities.IdentityRequest"/> and written by <see cref="Identities.IdentityJson"/> and <see cref="Identities.RuleJson"/>.</summary>
internal static class IdentitySchemas
{
    private static OpenApiSchema Rule => Shape.Choice("The rule.", "blocked", "never_joins", "two_users", "limit");

    private static (string Name, IOpenApiSchema Value)[] OffenderMembers =>
    [
        ("person", Shape.Text("The identity that the person's profile is kept under.")),
        ("identity", Shape.Text("The identity.")),
        ("kind", Shape.Text("Its kind.")),
        ("joined", Shape.Choice("Whether a signal or a request joined it.", "signal", "request")),
        ("rule", Rule),
        ("remedy", Shape.Choice("unlink: applying the rules gives it back. keep: a request joined what signals may not, and only a request parts it.", "unlink", "keep")),
        ("message", Shape.Text("Why, in words.")),
    ];

    private static (string Name, IOpenApiSchema Value)[] PageEnd =>
    [
        ("people", Shape.Whole("How many people of several identities were looked at.")),
        ("passedOver", Shape.Whole("How many could not be read, since what is stored of them is damaged.")),
        ("next", Shape.Text("Where to go on; null at the end.").OrNull()),
    ];

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
            ("asOf?", Shape.Time("The instant that was asked for.")),
            ("person", Shape.Text("The identity that the person's profile is kept under.")),
            ("identities", Shape.List("All of them: the person's own first, the others in the order in which they came.", Shape.Ref("PersonIdentity"))),
            ("parted", Shape.List("Those that were given back: signals do not join them again.", Shape.Text("An identity."))),
            ("partedByRule", Shape.List("Those that were given back since a rule spoke against them.", Shape.Ref("PartedByRule"))))),
        ("PartedByRule", Shape.Object(
            "An identity that a rule parted: signals may join it again once no rule speaks against that.",
            ("identity", Shape.Text("The identity.")),
            ("rule", Rule),
            ("at", Shape.Time("When.")))),
        ("Offenders", Shape.Object(
            "A page of identities that the rules of a catalog speak against.", [("offenders", Shape.List("The identities.", Shape.Ref("Offender"))), .. PageEnd])),
        ("Offender", Shape.Object("An identity of a person, and what speaks against it.", OffenderMembers)),
        ("RuleApplication", Shape.Object(
            "What came of applying the rules.",
            [
                ("parted", Shape.List("Those that were given back.", Shape.Ref("Offender"))),
                ("left", Shape.List("Those that could not be.", Shape.Ref("LeftOffender"))),
                .. PageEnd,
            ])),
        ("LeftOffender", Shape.Object(
            "An identity that could not be given back.",
            [
                .. OffenderMembers,
                ("reason", Shape.Text("Why, such as history_too_long or profile_damaged.")),
                ("detail", Shape.Text("The same in words.")),
            ])),
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
