using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Writes JSON answers.</summary>
/// <remarks>
/// The JSON goes into a buffer and writer of the thread, then in one copy into the response's pipe with its length:
/// no chunking, no reflection, no intermediate text. Steady state allocates nothing of its own. The framework's JSON results send chunks without
/// a length, and its problem details leave the body out where <c>Accept</c> names no JSON, as a reader of events does.
/// </remarks>
internal static class JsonAnswer
{
    internal const string Json = "application/json";
    internal const string ProblemJson = "application/problem+json";
    private const int KeptBytes = 256 * 1024;

    // A small answer is left to the server, which sends it when the request ends; a large one waits for a slow reader here.
    private const int Unflushed = 16 * 1024;

    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Scratch? t_scratch;

    /// <summary>Writes an answer; <paramref name="write"/> is called at once on this thread.</summary>
    internal static Task WriteAsync<TState>(HttpContext context, TState state, Action<Utf8JsonWriter, TState> write, int status = 200, string contentType = Json)
    {
        var scratch = t_scratch ?? new Scratch();
        t_scratch = null;
        scratch.Buffer.ResetWrittenCount();
        scratch.Writer.Reset(scratch.Buffer);
        write(scratch.Writer, state);
#pragma warning disable VSTHRD103 // flushes into memory
        scratch.Writer.Flush();
#pragma warning restore VSTHRD103
        var bytes = scratch.Buffer.WrittenSpan;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.BodyWriter.Write(bytes);
        if (scratch.Buffer.Capacity <= KeptBytes)
        {
            t_scratch = scratch;
        }

        return bytes.Length <= Unflushed ? Task.CompletedTask : FlushAsync(context);
    }

    /// <summary>Writes a problem with its headers.</summary>
    internal static Task ProblemAsync(HttpContext context, Problem problem)
    {
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = RetryAfterHeader.Seconds(wait).ToString();
        }

        return WriteAsync(context, problem, static (writer, problem) => problem.Write(writer), problem.Status, ProblemJson);
    }

    /// <summary>The JSON of a problem.</summary>
    internal static byte[] Bytes(Problem problem)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        problem.Write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static Task FlushAsync(HttpContext context)
    {
        var flush = context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return Task.CompletedTask;
        }

        return flush.AsTask();
    }

    private sealed class Scratch
    {
        internal Scratch() => Writer = new Utf8JsonWriter(Buffer, WriterOptions);

        internal ArrayBufferWriter<byte> Buffer { get; } = new(2048);

        internal Utf8JsonWriter Writer { get; }
    }
}
