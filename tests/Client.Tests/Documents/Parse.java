import java.nio.file.Path;
import java.util.List;
import com.sun.source.util.JavacTask;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Parses a file: of what it imports nothing has to be there. Exit code 1 and the errors where it is not Java. */
public class Parse {
    public static void main(String[] arguments) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        var files = compiler.getStandardFileManager(problems, null, null);
        ((JavacTask) compiler.getTask(null, files, problems, List.of(), null, files.getJavaFileObjects(Path.of(arguments[0])))).parse();
        problems.getDiagnostics().forEach(System.err::println);
        System.exit(problems.getDiagnostics().isEmpty() ? 0 : 1);
    }
}
