namespace PersonaGrain.Signals;

/// <summary>Why something sent to the grid was refused, set aside, or taken with something left out, in words its sender can act on.</summary>
/// <param name="Reason">A stable code in snake case, such as <c>time_out_of_range</c>; counted per reason.</param>
/// <param name="Field">The field at fault, such as <c>time</c> or <c>attributes.price</c>.</param>
/// <param name="Message">What is wrong and what to do; never the value itself.</param>
public sealed record SignalFault(string Reason, string Field, string Message)
{
    /// <summary>The shape of the value at fault, as <see cref="ValueMask"/> writes it: why it was not taken can be seen, whose it was can not. Null where there is none to show.</summary>
    /// <remarks>A command that reads a file of its user's may put the value itself here, for that user only: it must not come into a store, an answer or a log.</remarks>
    public string? Sample { get; init; }

    /// <summary>The same fault, told of the field by the name that whoever sent it knows it by.</summary>
    public SignalFault Renamed(string field) =>
        this with { Field = field, Message = Message.StartsWith(Field + " ", StringComparison.Ordinal) ? field + Message[Field.Length..] : Message };

    /// <summary>What is stored of the signal's profile can not be read: sending again does not help before that is mended.</summary>
    public static SignalFault OfDamagedProfile(string message) => new("profile_damaged", "profile", message);
}
