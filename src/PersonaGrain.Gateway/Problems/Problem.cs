using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Problems;

/// <summary>One answer of <c>application/problem+json</c>.</summary>
/// <param name="Code">The stable code, also the end of <c>type</c>.</param>
/// <param name="Detail">What is wrong this time; for faults that peers know, their text.</param>
/// <param name="Field">The field at fault, or null.</param>
internal sealed record Problem(string Code, string Detail, string? Field = null)
{
    /// <summary>When to send again, or null.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The faults of a document, or null.</summary>
    internal IReadOnlyList<DocumentFault>? Faults { get; init; }

    /// <summary>The rejected items of a batch, or null.</summary>
    internal IReadOnlyList<Rejection>? Rejected { get; init; }

    /// <summary>What was rejected are lines, from 1; else items of a list, from 0.</summary>
    internal bool IsOfLines { get; init; }

    /// <summary>How far the grid is that is being opened, or null.</summary>
    internal OpeningState? Progress { get; init; }

    /// <summary>The HTTP status.</summary>
    internal int Status => ProblemKinds.Of(Code).Status;

    /// <summary>The answer to a fault of one signal.</summary>
    internal static Problem Of(SignalFault fault) => new(fault.Reason, fault.Message, fault.Field.Length == 0 ? null : fault.Field);

    /// <summary>Writes the JSON.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        var kind = ProblemKinds.Of(Code);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "urn:personagrain:fault:" + Code);
        writer.WriteString("title"u8, kind.Title);
        writer.WriteNumber("status"u8, kind.Status);
        writer.WriteString("detail"u8, Detail);
        writer.WriteString("reason"u8, Code);
        if (Field is not null)
        {
            writer.WriteString("field"u8, Field);
        }

        writer.WriteString("remedy"u8, kind.Remedy);
        if (RetryAfter is { } wait)
        {
            writer.WriteNumber("retryAfterSeconds"u8, RetryAfterHeader.Seconds(wait));
        }

        if (Progress is { } progress)
        {
            writer.WriteStartObject("progress"u8);
            writer.WriteString("step"u8, progress.Step);
            writer.WriteNumber("done"u8, Math.Round(progress.Done, 3));
            writer.WriteEndObject();
        }

        if (Faults is not null)
        {
            FaultJson.Write(writer, Faults);
        }

        if (Rejected is not null)
        {
            Rejection.Write(writer, Rejected, IsOfLines);
        }

        writer.WriteEndObject();
    }
}
