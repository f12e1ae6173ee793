/** The promise, where it can always be found. */
import "./footer.css";

export function Footer() {
  return (
    <footer className="footer">
      <p>The sound never leaves this machine.</p>
      <p className="quiet">Models run in this page. The network is used only for a model you ask for.</p>
    </footer>
  );
}
